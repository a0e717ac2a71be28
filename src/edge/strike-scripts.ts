// For busybox, dash and bash, and without any program: all words are the shell's own. `$1` is the signal. The last line is `done`.

/** Every process that lives: `$p` its id, `$4` its session. A name may hold anything, a line's end too. */
const EACH = `for d in /proc/[0-9]*; do
  p=\${d#/proc/} t=
  while IFS= read -r l; do t="$t $l"; done 2>/dev/null <"$d/stat"
  set -- \${t##*) }
  case $1 in ''|Z|X) continue;; esac
`;

/** When the first process began, which is another time once the container was started again. */
const BORN = `t=
while IFS= read -r l; do t="$t $l"; done 2>/dev/null </proc/1/stat
set -- \${t##*) }
b=\${20}
echo "born $b"
`;

/** The user of `$d`, whatever else its status holds. */
const OWNER = `  u= g=
  while read -r k a l; do case $k in Uid:) u=$a;; Gid:) g=$a; break;; esac; done 2>/dev/null <"$d/status"
  echo "owner $u:$g"
`;

/** Those whose environment has the words of `$2`. */
export const BY_MARK = `s=$1 m=$2
${BORN}
d=/proc/$$
${OWNER}
${EACH}
  f=
  while IFS= read -r l || [ -n "$l" ]; do case $l in *"$m"*) f=1; break;; esac; done 2>/dev/null <"$d/environ"
  [ "$f" ] || continue
  kill -"$s" "$p" 2>/dev/null
  echo "found $p $4"
done
echo done
`;

/** Those of the sessions from `$3` on, as long as the container's first process began at `$2`; never those of its session. Tells all users. */
export const BY_SESSION = `s=$1 o=$2
shift 2
w=" $* "
${BORN}
[ "$b" = "$o" ] || { echo done; exit; }
${EACH}
  [ "$p" = 1 ] && w=" \${w%% $4 *} \${w#* $4 } "
done
${EACH}
  c=$4
${OWNER}
  case $w in *" $c "*) ;; *) continue;; esac
  kill -"$s" "$p" 2>/dev/null
  echo "found $p $c"
done
echo done
`;
