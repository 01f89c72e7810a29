FROM node:22-alpine
WORKDIR /usr/src/app
ONBUILD COPY package.json ./
ONBUILD RUN npm install && cd /usr/src/app
ONBUILD COPY . .
CMD ["npm", "start"]
