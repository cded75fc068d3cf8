using Layers.Api.Composition;
using Layers.Infrastructure.Sql;

var connectionString = Environment.GetEnvironmentVariable("ConnectionStrings__Layers")!;
var builder = LayersApp.CreateBuilder(args, connectionString);
var app = LayersApp.Build(builder);
await app.Services.GetRequiredService<Migrator>().Migrate(connectionString, CancellationToken.None);
await app.RunAsync();
