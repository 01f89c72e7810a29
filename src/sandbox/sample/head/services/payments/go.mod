module acme.example/payments

go 1.25
