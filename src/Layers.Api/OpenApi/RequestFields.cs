using System.Reflection;
using FluentValidation;
using Layers.Api.Http;
using Layers.Application.Pipeline;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace Layers.Api.OpenApi;

/// <summary>On the record of a body or query: it becomes that request, and the request's validator says what its fields take.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class BecomesAttribute(Type request) : Attribute
{
    public Type Request { get; } = request;
}

/// <inheritdoc/>
public sealed class BecomesAttribute<TRequest>() : BecomesAttribute(typeof(TRequest));

/// <summary>What validators say of the fields of bodies, queries, and the objects in them.</summary>
internal sealed class RequestFields(IActionDescriptorCollectionProvider actions, IServiceProvider services)
{
    private readonly Lazy<IReadOnlyDictionary<(Type, string), FieldDescription>> fields = new(() => Read(actions.ActionDescriptors.Items, services));

    /// <summary>Null for what callers do not send.</summary>
    public FieldDescription? Find(Type record, string property) => fields.Value.GetValueOrDefault((record, property));

    public FieldDescription? Find(PropertyInfo property) => Find(property.DeclaringType!, property.Name);

    /// <summary>What the field of a request takes.</summary>
    public FieldShape ShapeOf(Type request, string field) => DescriptionsOf(request, services).First(description => description.Name == field).Shape;

    private static Dictionary<(Type, string), FieldDescription> Read(IEnumerable<ActionDescriptor> actions, IServiceProvider services)
    {
        var found = new Dictionary<(Type, string), FieldDescription>();
        foreach (var record in actions.SelectMany(action => action.Parameters).Where(IsRecord).Select(parameter => parameter.ParameterType).Distinct())
            Add(found, record, FieldsOf(record, services));
        return found;
    }

    private static bool IsRecord(ParameterDescriptor parameter) =>
        parameter.ParameterType.IsDefined(typeof(BecomesAttribute))
        || (parameter is ControllerParameterDescriptor { ParameterInfo: { } info } && info.IsDefined(typeof(JsonBodyAttribute)));

    private static List<FieldDescription> FieldsOf(Type record, IServiceProvider services)
    {
        var request = record.GetCustomAttribute<BecomesAttribute>()?.Request
            ?? throw new InvalidOperationException($"{record.Name} does not say which request it becomes; add [Becomes<…>].");
        var described = DescriptionsOf(request, services).ToDictionary(field => field.Name);
        return record.GetProperties().Select(property => property.Name).ToList().ConvertAll(name => described.TryGetValue(name, out var field)
            ? field
            : throw new InvalidOperationException($"The validator of {request.Name} has no rule for {name}, which {record.Name} holds."));
    }

    private static IEnumerable<FieldDescription> DescriptionsOf(Type request, IServiceProvider services) =>
        services.GetServices(typeof(IValidator<>).MakeGenericType(request)).Cast<IValidator>().SelectMany(FieldDescriptions.Of);

    private static void Add(Dictionary<(Type, string), FieldDescription> found, Type record, IEnumerable<FieldDescription> fields)
    {
        foreach (var field in fields)
        {
            found[(record.GetProperty(field.Name)!.DeclaringType!, field.Name)] = field;
            if ((field.Shape.Object ?? field.Shape.Items?.Object) is { } inner)
                Add(found, inner.Type, inner.Fields);
        }
    }
}
