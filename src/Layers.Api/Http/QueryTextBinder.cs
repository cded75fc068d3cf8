using System.Text.Json;
using Layers.Domain;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Layers.Api.Http;

/// <summary>Reads one query parameter as it stands: an empty one is not an absent one, and one that is given twice is refused.</summary>
internal sealed class QueryTextBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(string) ? new QueryTextBinder() : null;

    private sealed class QueryTextBinder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var values = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (values.Length > 1)
                throw GivenTwice(JsonNamingPolicy.CamelCase.ConvertName(bindingContext.FieldName));
            if (values.Length == 1)
                bindingContext.Result = ModelBindingResult.Success(values.FirstValue);
            return Task.CompletedTask;
        }

        private static DomainException GivenTwice(string name) => DomainException.Invalid([new Issue(name, $"{name} may be given only once.")]);
    }
}
