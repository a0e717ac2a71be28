# Only copies the bundles that `npm run build` made.
ARG NODE_IMAGE=node:24-alpine
FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title=bosun
COPY bin/bosun /usr/local/bin/bosun
COPY bin/bosun /usr/local/bin/deck-chores
COPY bin/clustercron /usr/local/bin/clustercron
COPY dist/bosun.js dist/clustercron.js /usr/local/lib/bosun/
COPY dist/bosun /usr/local/lib/bosun/bosun
COPY dist/clustercron /usr/local/lib/bosun/clustercron
CMD ["bosun"]
