export { readMarbleFile, type MarbleFile } from './marbles/marble-file.ts';
export { play, type Hot } from './marbles/play.ts';
export { pretended } from './marbles/pretended.ts';
export { virtualTime, type Same, type VirtualTime } from './marbles/virtual-time.ts';
export { fact } from './marbles/vocabulary.ts';
