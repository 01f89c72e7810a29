FROM node:22
WORKDIR /app
COPY . .
RUN export NODE_ENV=production
CMD npm start
