using Layers.Api.Http;
using Layers.Application.Seams;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>What the document says of the API as a whole.</summary>
internal sealed class DocumentDetails : IOpenApiDocumentTransformer
{
    public const string ApiKey = "apiKey";

    private const string Introduction =
        """
        ## Getting started

        1. **Make a key** on the server: `layers keys create --organization NAME`. Send it as `Authorization: Bearer lp_…`; on this page, paste it under *Authorize*.
        2. **Create a project** (`createProject`) and switch its gate on (`changeApprovalPolicy` with `requiresApproval`).
        3. **Upload a file**: `startUpload` returns an address, PUT the bytes there, then call `finalizeUpload`. The container is now `pending`.
        4. **Decide**: `approveContainer` or `rejectContainer`. Nothing publishes a pending container before that.
        5. **Publish**: `scheduleContainer` before or after the approval. A schedule that comes first waits and keeps its ids.

        ## Conventions

        Ids are written with a prefix and accepted without it. Instants are ISO 8601 in UTC and end in `Z`. Every error has the shape `Error`; decide by its `code`.
        A key reaches its own organization only; everything else is `NOT_FOUND`. Writes accept an `Idempotency-Key` and are safe to retry with it.
        HEAD is accepted wherever GET is: the same status and headers, without a body.
        """;

    private static readonly IReadOnlyDictionary<string, string> Tags = new Dictionary<string, string>
    {
        ["Approval"] = "The gate of a project: who has to look before something is published.",
        ["Content"] = "Containers, what is decided on them, and their files.",
        ["Uploads"] = "How files come in.",
        ["Scheduling"] = "When content goes out, and whether it may.",
        ["Social"] = "The accounts that content is published to.",
        ["Projects"] = "One for each customer.",
        ["Events"] = "What happened, in order.",
        ["Webhooks"] = "Where events are sent, and what became of each delivery.",
        ["Audit"] = "Who did what, and proof that the record is unchanged.",
        ["Keys"] = "Who is calling, and what that key may do.",
        ["TestClock"] = "Time, for test organizations.",
        ["Operation"] = "For those who run the server.",
    };

    public static string TagOf(Type controller) => (controller.Namespace ?? controller.Assembly.GetName().Name!).Split('.')[^1] is var feature && feature == "Auth" ? "Keys" : feature;

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Layers",
            Version = "v1",
            Summary = "An approval gate between content and its publication.",
            Description = Introduction,
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = new HashSet<OpenApiTag>(UsedTags(document).Select(name => new OpenApiTag { Name = name, Description = Tags.GetValueOrDefault(name) }));
        CommonHeaders.AddTo(document);
        AddSecuritySchemes(document);
        await document.Reference(typeof(ErrorEnvelope), context.ApplicationServices, type => context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken));
        await Webhooks.AddTo(document, context, cancellationToken);
        await Callbacks.AddTo(document, context, cancellationToken);
        NamedSchemas.ReferToThem(document);
        DemandOneNameEach(document);
    }

    private static void DemandOneNameEach(OpenApiDocument document)
    {
        var named = document.Paths.SelectMany(path => path.Value.Operations!, (path, operation) => (operation.Value.OperationId, Place: $"{operation.Key} {path.Key}"));
        if (named.GroupBy(operation => operation.OperationId).FirstOrDefault(operations => operations.Count() > 1) is { } twice)
            throw new DeclarationException($"{string.Join(" and ", twice.Select(operation => operation.Place))} are both the operation \"{twice.Key}\". Rename one of them.");
    }

    private static IEnumerable<string> UsedTags(OpenApiDocument document)
    {
        var used = document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Tags!).Select(tag => tag.Name!).ToHashSet();
        return Tags.Keys.Where(used.Contains).Concat(used.Except(Tags.Keys).Order(StringComparer.Ordinal));
    }

    private static void AddSecuritySchemes(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(ApiKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "lp_<live|test>_<keyId>_<secret>",
            Description = "An API key. Its scopes say what it may do; `*` grants all of them but `keys:write`.",
        });
    }
}
