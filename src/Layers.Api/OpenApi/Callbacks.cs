using Layers.Application.Seams;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>What publishers send to services of the user's: callbacks of the operation that connects an account.</summary>
internal static class Callbacks
{
    private const string Connecting = "connectAccount";

    public static async Task AddTo(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var operation = document.Paths.Values.SelectMany(path => path.Operations!.Values).First(operation => operation.OperationId == Connecting);
        foreach (var publisher in context.ApplicationServices.GetRequiredService<PublisherCatalog>().All)
        {
            if (publisher.Message is not { } message)
                continue;
            var address = RuntimeExpression.Build($"{{$request.body#/settings/{message.AddressSetting}}}");
            var callback = new OpenApiCallback();
            callback.AddPathItem(address, new OpenApiPathItem
            {
                Operations = new Dictionary<HttpMethod, OpenApiOperation>
                {
                    [HttpMethod.Post] = new()
                    {
                        OperationId = "receivePostBy" + string.Concat(publisher.Name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
                        Summary = "Bring a post to its platform.",
                        Description = "Sent when the post's hour has come, and again after a failure that may pass. See docs/publishing.md for what each status means.",
                        Parameters = [.. message.Headers.Select(Header)],
                        RequestBody = new OpenApiRequestBody { Required = true, Content = await Json(message.Body) },
                        // The signature is the proof: nobody's key is sent.
                        Security = [],
                        Responses = await ResponsesOf(message),
                    },
                },
            });
            (operation.Callbacks ??= new Dictionary<string, IOpenApiCallback>())[publisher.Name] = callback;
        }

        async Task<OpenApiResponses> ResponsesOf(PublisherMessage message)
        {
            var responses = new OpenApiResponses { ["2XX"] = new OpenApiResponse { Description = "The post is taken.", Content = await Json(message.Response) } };
            foreach (var (status, summary) in message.OtherResponses)
                responses[status] = new OpenApiResponse { Description = summary };
            return responses;
        }

        async Task<IDictionary<string, OpenApiMediaType>> Json(Type type) => new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = await document.Reference(type, context.ApplicationServices, type => context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken)),
                Examples = context.ApplicationServices.GetRequiredService<Examples>().OfType(type),
            },
        };
    }

    private static OpenApiParameter Header((string Name, string Summary) header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Required = true,
        Description = header.Summary,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
