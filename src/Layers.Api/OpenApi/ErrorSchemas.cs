using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>The one envelope of all errors, narrowed to the codes that an answer may have.</summary>
internal static class ErrorSchemas
{
    public const string Envelope = "Error";
    public const string RequestIdPattern = "^req_[0-9A-HJKMNP-TV-Z]{26}$";

    public static OpenApiSchema Of(IReadOnlyList<string> codes, OpenApiDocument document) => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference(Envelope, document),
            Object(("error", Object(("code", new OpenApiSchema { Enum = [.. codes.Select(code => (JsonNode)code)] })))),
        ],
    };

    // Open, and said to be so: what else is there is said by the envelope, and tools that close objects by default would refuse it.
    private static OpenApiSchema Object(params (string Name, IOpenApiSchema Schema)[] properties) =>
        new() { Properties = properties.ToDictionary(property => property.Name, property => property.Schema), AdditionalProperties = new OpenApiSchema() };
}
