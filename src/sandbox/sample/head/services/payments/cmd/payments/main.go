package main

import (
	"flag"
	"log"
	"net/http"
)

func main() {
	listen := flag.String("listen", ":8080", "address to listen on")
	flag.Parse()
	log.Fatal(http.ListenAndServe(*listen, http.NotFoundHandler()))
}
