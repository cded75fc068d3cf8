using Layers.Domain;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Layers.Api.Http;

/// <summary>Reads the ids of a path. A malformed id gets the same 404 as an unknown one.</summary>
internal sealed class IdBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = context.Metadata.ModelType;
        var isId = type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
        return isId ? (IModelBinder)Activator.CreateInstance(typeof(IdBinder<>).MakeGenericType(type))! : null;
    }

    private sealed class IdBinder<TId> : IModelBinder
        where TId : struct, IId<TId>
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var text = bindingContext.HttpContext.GetRouteValue(bindingContext.FieldName) as string;
            if (!Id.TryParse<TId>(text, out var id))
                throw DomainException.NotFound(TId.Noun);
            bindingContext.Result = ModelBindingResult.Success(id);
            return Task.CompletedTask;
        }
    }
}
