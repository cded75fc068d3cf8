// What the same work costs without layers: Kestrel, hand-written ADO.NET, one round trip an operation, JSON written by hand. It serves six endpoints
// on the product's own schema, reads and writes the same rows, and answers the same bodies. It is a yardstick for benchmarks and nothing else.
using Layers.Bare;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

await using var database = Database.Open(builder.Configuration.GetConnectionString("Layers")!);
var keys = new Keys(database);
var policies = new Policies(database);
var contents = new Contents(database);
var lists = new Lists(database);
var decisions = new Decisions(database);

var app = builder.Build();
app.MapGet("/health/ready", () => "ready");
app.MapGet("/v1/projects/{id}/approval-policy", With("content:read", policies.Get));
app.MapPatch("/v1/projects/{id}/approval-policy", With("content:approve", policies.Patch));
app.MapGet("/v1/projects/{id}/content", With("content:read", lists.Get));
app.MapGet("/v1/content/{id}", With("content:read", contents.Get));
app.MapPatch("/v1/content/{id}", With("content:write", contents.PatchCaption));
app.MapPost("/v1/content/{id}/approve", With(scope: null, decisions.Approve));

using var stopping = new CancellationTokenSource();
app.Lifetime.ApplicationStopping.Register(stopping.Cancel);
var aftermath = new Aftermath(database).Run(stopping.Token);
await await Task.WhenAny(app.RunAsync(), aftermath); // A fault of either ends the program.
await aftermath;

RequestDelegate With(string? scope, Func<HttpContext, Caller, Guid, Task> serve) => async context =>
{
    var requestId = $"req_{Guid.CreateVersion7():N}";
    context.Response.Headers["X-Request-Id"] = requestId;
    if (await keys.Find(context.Request.Headers.Authorization) is not { } key)
        await Answer.Refuse(context, StatusCodes.Status401Unauthorized, "UNAUTHENTICATED");
    else if (scope is not null && !key.Has(scope))
        await Answer.Refuse(context, StatusCodes.Status403Forbidden, "FORBIDDEN_SCOPE");
    else if (!Ids.TryParse(context.Request.RouteValues["id"] as string, out var id))
        await Answer.Refuse(context, StatusCodes.Status404NotFound, "NOT_FOUND");
    else
        await serve(context, new Caller(key, requestId), id);
};
