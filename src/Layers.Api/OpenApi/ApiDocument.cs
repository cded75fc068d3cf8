using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>The OpenAPI document of this server, made from the code when somebody first asks for it, and kept.</summary>
public sealed class ApiDocument
{
    public const string Name = "v1";
    public const string Path = $"openapi/{Name}.json";

    private readonly Lock making = new();
    private readonly IOpenApiDocumentProvider provider;
    private Task<byte[]>? made;

    public ApiDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider provider) => this.provider = provider;

    /// <summary>As UTF-8. A caller that stops waiting does not stop the making. A failure is not kept: the next caller tries again.</summary>
    /// <exception cref="Application.Seams.DeclarationException">Two operations or two types have one name.</exception>
    public Task<byte[]> Get(CancellationToken cancellationToken) => Made().WaitAsync(cancellationToken);

    private Task<byte[]> Made()
    {
        lock (making)
            return made is { IsFaulted: false } ? made : made = Make(provider);
    }

    public static string TagOf(byte[] document) => $"\"{Convert.ToHexStringLower(SHA256.HashData(document).AsSpan(0, 8))}\"";

    private static async Task<byte[]> Make(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var json = new MemoryStream();
        await using var text = new StreamWriter(json);
        document.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        await text.FlushAsync();
        return json.ToArray();
    }
}

internal static class ApiDocumentRegistration
{
    public static void AddApiDocument(this IServiceCollection services)
    {
        // No answer is written with these options: they are what the document's schemas are made of.
        services.ConfigureHttpJsonOptions(json => WireContracts.Apply(json.SerializerOptions));
        services.AddSingleton<StatedShapes>();
        services.AddSingleton<Examples>();
        services.AddSingleton<Answers>();
        services.AddSingleton<ApiDocument>();
        services.AddSingleton<TypesBySchema>();
        services.AddHostedService<DocumentCheck>();
        services.AddSingleton<RequestFields>();
        services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddSchemaTransformer<SchemaDetails>();
            options.AddSchemaTransformer<PublisherSchemas>();
            options.AddSchemaTransformer<ExtensionComments>();
            options.AddOperationTransformer<ExtensionComments>();
            options.AddOperationTransformer<OperationDetails>();
            options.AddDocumentTransformer<DocumentDetails>();
        });
        services.AddOptions<OpenApiOptions>(ApiDocument.Name).Configure<TypesBySchema>((options, types) => options.CreateSchemaReferenceId = type => types.NameOf(type.Type));
    }
}

/// <summary>Makes the document when a server starts in development, so that a mistake in an extension shows at once.</summary>
internal sealed class DocumentCheck(ApiDocument document, IHostEnvironment environment) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
            await document.Get(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
