# check=skip=JSONArgsRecommended
FROM python:3.13
COPY . .
# hadolint ignore=DL3003
RUN cd /app
# dockerfile-review ignore=lost-shell-state kept for the course, page 12
RUN export A=1
CMD python app.py
