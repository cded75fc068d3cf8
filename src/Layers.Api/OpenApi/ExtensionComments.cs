using System.Collections.Concurrent;
using System.Reflection;
using Layers.Application;
using Layers.Domain;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>Puts the docstrings of extensions into the document, where this program's own stand already.</summary>
internal sealed class ExtensionComments : IOpenApiOperationTransformer, IOpenApiSchemaTransformer
{
    private static readonly IReadOnlyList<Assembly> Own = [typeof(ExtensionComments).Assembly, typeof(CoreExtension).Assembly, typeof(Actor).Assembly];

    private readonly ConcurrentDictionary<Assembly, XmlComments> read = new();

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var action = ((ControllerActionDescriptor)context.Description.ActionDescriptor).MethodInfo;
        if (IsForeign(action.DeclaringType!))
        {
            operation.Summary ??= Of(action.DeclaringType!).Summary(action);
            operation.Description ??= Of(action.DeclaringType!).Remarks(action);
        }

        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo?.AttributeProvider is PropertyInfo property && IsForeign(property.DeclaringType!))
            schema.Description ??= Of(property.DeclaringType!).Summary(property);
        else if (context.JsonPropertyInfo is null && IsForeign(context.JsonTypeInfo.Type))
            schema.Description ??= Of(context.JsonTypeInfo.Type).Summary(context.JsonTypeInfo.Type);
        return Task.CompletedTask;
    }

    private static bool IsForeign(Type type) => SchemaNames.Of(type) is not null && !Own.Contains(type.Assembly);

    private XmlComments Of(Type type) => read.GetOrAdd(type.Assembly, XmlComments.Of);
}
