# Only copies the bundles that `npm run build` made.
ARG NODE_IMAGE=node:24-alpine
FROM ${NODE_IMAGE}
COPY dist/bosun.js /usr/local/bin/bosun
COPY dist/bosun.js /usr/local/bin/deck-chores
COPY bin/clustercron /usr/local/bin/clustercron
COPY dist/clustercron.js /usr/local/lib/bosun/clustercron.js
COPY dist/clustercron /usr/local/lib/bosun/clustercron
CMD ["bosun"]
