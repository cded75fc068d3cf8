using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>The OpenAPI document of this server, made from the code when somebody first asks for it, and kept.</summary>
public sealed class ApiDocument
{
    public const string Name = "v1";
    public const string Path = $"openapi/{Name}.json";

    private readonly Lazy<Task<byte[]>> made;

    public ApiDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider provider) => made = new(() => Make(provider));

    /// <summary>As UTF-8. A caller that stops waiting does not stop the making.</summary>
    public Task<byte[]> Get(CancellationToken cancellationToken) => made.Value.WaitAsync(cancellationToken);

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
        services.AddSingleton<RequestFields>();
        services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = type => SchemaNames.Of(type.Type);
            options.AddSchemaTransformer<SchemaDetails>();
            options.AddSchemaTransformer<PublisherSchemas>();
            options.AddSchemaTransformer<ExtensionComments>();
            options.AddOperationTransformer<ExtensionComments>();
            options.AddOperationTransformer<OperationDetails>();
            options.AddDocumentTransformer<DocumentDetails>();
        });
    }
}
