using System.Text.Json.Nodes;
using Layers.Api.Events;
using Layers.Application.Seams;
using Layers.Application.Webhooks;
using Layers.Domain.Webhooks;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>What is sent to a webhook endpoint: every type of event, with its data. The same is read at <c>GET /v1/events</c>.</summary>
internal static class Webhooks
{
    private static readonly IReadOnlyList<(string Name, string Description)> Headers =
    [
        ("webhook-id", "The event's `id`, the same on every attempt."),
        ("webhook-timestamp", "When this attempt was signed, in seconds since 1970."),
        ("webhook-signature", "`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body` under the signing secret; after a rotation two of them."),
    ];

    public static async Task AddTo(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var ofAnyType = new Dictionary<string, OpenApiSchemaReference>();
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>();
        var examples = context.ApplicationServices.GetRequiredService<Examples>();
        var events = context.ApplicationServices.GetRequiredService<EventCatalog>();
        foreach (var kind in events.All.Append(EventKind.Of(typeof(WebhookTest))))
        {
            var type = kind.Type;
            var data = await document.Reference(kind.Data, context.ApplicationServices, type => context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken));
            document.AddComponent<IOpenApiSchema>(SchemaOf(type), EventOf(type, data));
            if (!IsTest(type))
                ofAnyType[type] = new OpenApiSchemaReference(SchemaOf(type), document);
            document.Webhooks[type] = ItemOf(type, kind, examples.OfEvent(type, kind.Data), document);
        }

        var any = SchemaNames.Of(typeof(EventResponse))!;
        document.Components!.Schemas![any] = new OpenApiSchema
        {
            OneOf = [.. ofAnyType.Values],
            Discriminator = new OpenApiDiscriminator { PropertyName = "type", Mapping = ofAnyType },
            Description = "Something that happened.",
        };
    }

    private static bool IsTest(string type) => type == WebhookDelivery.TestType;

    private static string SchemaOf(string type) =>
        string.Concat(type.Split('.', '_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Event";

    private static OpenApiSchema EventOf(string type, IOpenApiSchema data)
    {
        var id = new OpenApiSchema { Type = JsonSchemaType.String };
        FieldShapes.Add(typeof(Domain.EventId), id);
        var at = new OpenApiSchema();
        FieldShapes.Add(typeof(NodaTime.Instant), at);
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "id", "type", "position", "occurredAt", "data" },
            AdditionalPropertiesAllowed = false,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["id"] = id,
                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = type },
                ["position"] = PositionOf(type),
                ["occurredAt"] = at,
                ["data"] = data,
            },
        };
    }

    private static OpenApiSchema PositionOf(string type) =>
        !IsTest(type)
            ? new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1", Description = "The event's place in the organization's order. Order by it." }
            : new OpenApiSchema { Type = JsonSchemaType.Null, Description = "A test has no place in the feed." };

    private static OpenApiPathItem ItemOf(string type, EventKind kind, JsonNode? data, OpenApiDocument document)
    {
        var example = new JsonObject
        {
            ["id"] = "evt_0196f2a4-7b4e-7f0a-9c6d-2e1b5a8f3c70",
            ["type"] = type,
            ["position"] = IsTest(type) ? null : 42,
            ["occurredAt"] = "2026-04-18T09:40:12Z",
            ["data"] = data,
        };
        var content = new OpenApiMediaType { Schema = new OpenApiSchemaReference(SchemaOf(type), document), Example = example };
        var operation = new OpenApiOperation
        {
            OperationId = "receive" + SchemaOf(type),
            Summary = kind.Summary,
            Description = "Deliveries may repeat and may overtake each other: know them by `id`, order them by `position`.",
            Parameters = [.. Headers.Select(header => new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Required = true,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = content } },
            // The signature is the proof: nobody's key is sent.
            Security = [],
            Responses = new OpenApiResponses { ["2XX"] = new OpenApiResponse { Description = "It was taken." } },
        };
        return new OpenApiPathItem { Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = operation } };
    }
}
