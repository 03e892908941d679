wrk.method = "POST"
wrk.body = "Ada"
