# Only copies the bundle that `npm run build` made.
ARG NODE_IMAGE=node:24-alpine
FROM ${NODE_IMAGE}
COPY dist/bosun.js /usr/local/bin/bosun
COPY dist/bosun.js /usr/local/bin/deck-chores
CMD ["bosun"]
