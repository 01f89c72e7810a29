FROM ruby:3.4
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
RUN export RAILS_ENV=production
CMD bundle exec rails server -b 0.0.0.0
CMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]
