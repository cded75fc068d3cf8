using Layers.Api.Http;
using Layers.Api.RateLimits;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>Headers that any answer may have; the first is on every one.</summary>
internal static class CommonHeaders
{
    private static readonly Dictionary<string, (JsonSchemaType Type, string Description)> Known = new()
    {
        [RequestId.Header] = (JsonSchemaType.String, "Names this request, in our log too; in errors it is `requestId`."),
        [EndpointClasses.Header] = (JsonSchemaType.String, "Which budget this endpoint draws on: `read-light`, `write-light` or `long-running`."),
        ["X-RateLimit-Limit"] = (JsonSchemaType.Integer, "Requests a minute and a key; absent for keys without a limit."),
        ["X-RateLimit-Remaining"] = (JsonSchemaType.Integer, "What is left of them."),
        ["X-RateLimit-Reset"] = (JsonSchemaType.Integer, "Seconds until all of them are there again."),
    };

    public static IEnumerable<string> All => Known.Keys;

    public static void AddTo(OpenApiDocument document)
    {
        foreach (var (name, (type, description)) in Known)
        {
            var schema = new OpenApiSchema { Type = type, Pattern = name == RequestId.Header ? ErrorSchemas.RequestIdPattern : null };
            document.AddComponent<IOpenApiHeader>(name, new OpenApiHeader { Description = description, Required = name == RequestId.Header, Schema = schema });
        }
    }
}
