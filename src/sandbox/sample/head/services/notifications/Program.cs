var app = WebApplication.CreateBuilder(args).Build();
app.MapPost("/notify", () => Results.Accepted());
app.Run();
