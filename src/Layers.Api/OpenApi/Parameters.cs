using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Layers.Application.Pipeline;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>The parameters of an operation as callers write them: in camelCase, an id as one word, and the headers that no action names.</summary>
internal static class Parameters
{
    private const string AnyId = "0196f2a4-7b4e-7f0a-9c6d-2e1b5a8f3c70";

    public static bool IsQuery(ApiParameterDescription parameter) => parameter.Source == BindingSource.Query && !IsPartOfAnId(parameter);

    public static List<IOpenApiParameter> Of(OpenApiOperation operation, ApiDescription description, RequestFields fields, StatedShapes stated)
    {
        var method = ((ControllerActionDescriptor)description.ActionDescriptor).MethodInfo;
        var known = (operation.Parameters ?? []).OfType<OpenApiParameter>().ToLookup(parameter => parameter.Name);
        return
        [
            .. method.GetParameters().Where(parameter => IsInPath(parameter, description))
                .Select(parameter => InPath(parameter, known[parameter.Name].FirstOrDefault())),
            .. description.ParameterDescriptions.Where(IsQuery).Select(query => InQuery(query, known[query.Name].First(), ShapeOf(query, fields, stated))),
            .. method.GetCustomAttributes<TakesAttribute>().Select(taken => Named(taken)),
            .. Headers(method, description.HttpMethod!),
        ];
    }

    // The framework takes an id apart, since it does not know our binder.
    private static bool IsPartOfAnId(ApiParameterDescription parameter) =>
        parameter.ModelMetadata is { ContainerType: { } container } && FieldShapes.PrefixOf(container) is not null;

    private static bool IsInPath(ParameterInfo parameter, ApiDescription description) =>
        description.RelativePath!.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal);

    private static OpenApiParameter InPath(ParameterInfo parameter, OpenApiParameter? known)
    {
        var schema = new OpenApiSchema { Type = parameter.ParameterType == typeof(int) ? JsonSchemaType.Integer : JsonSchemaType.String };
        var prefix = FieldShapes.PrefixOf(parameter.ParameterType);
        if (prefix is not null)
        {
            FieldShapes.Add(new FieldShape { IdPrefix = prefix }, schema, isTaken: true);
            // In the schema and not in the parameter: the page would send it, and nobody has it.
            schema.Examples = [prefix + AnyId];
        }

        var description = known?.Description ?? (prefix is null ? null : $"With `{prefix}` or as the bare UUID.");
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Path,
            Required = true,
            Description = description,
            Schema = schema,
            Example = prefix is not null ? null : schema.Type == JsonSchemaType.Integer ? 1 : "…",
        };
    }

    private static OpenApiParameter InQuery(ApiParameterDescription query, OpenApiParameter known, FieldShape? shape)
    {
        var schema = known.Schema as OpenApiSchema ?? new OpenApiSchema();
        schema.Type = query.Type == typeof(string[]) ? JsonSchemaType.Array : JsonSchemaType.String;
        if (shape is not null)
            FieldShapes.Add(shape, schema, isTaken: true);

        if (ExampleOf(schema) is { } example)
            schema.Examples = [example];
        known.Description ??= SaidOfAll(query.Name, schema);
        known.Name = JsonNamingPolicy.CamelCase.ConvertName(query.Name);
        (known.Schema, known.Explode) = (schema, true);
        return known;
    }

    /// <summary>Lists need not repeat what is true of every one of them.</summary>
    private static string? SaidOfAll(string name, OpenApiSchema schema) =>
        name switch
        {
            "Limit" => $"Rows a page: {schema.Minimum} to {schema.Maximum}, or {schema.Default} unless given.",
            "Cursor" => "`nextCursor` of the page before, unchanged.",
            "Since" => "At or after this instant.",
            "Until" => "At or before this instant.",
            _ => null,
        };

    private static JsonNode? ExampleOf(OpenApiSchema schema) =>
        schema switch
        {
            { Items: OpenApiSchema { Enum: { Count: > 0 } words } } => new JsonArray(words[0].DeepClone()),
            { Enum: { Count: > 0 } words } => words[^1].DeepClone(),
            { Format: "date-time" } => "2026-04-01T00:00:00Z",
            { Type: JsonSchemaType.Integer, Default: not null } => int.Parse(schema.Maximum!),
            { MaxLength: not null } => "acme",
            _ => null,
        };

    /// <summary>Of the property of a query record, or of the action's own parameter.</summary>
    private static FieldShape? ShapeOf(ApiParameterDescription query, RequestFields fields, StatedShapes stated) =>
        query.ModelMetadata is { ContainerType: { } container, PropertyName: { } name } ? fields.Find(container, name)?.Shape
        : query.ParameterDescriptor is ControllerParameterDescriptor parameter ? stated.Of(parameter.ParameterInfo.GetCustomAttributes())
        : null;

    private static OpenApiParameter Named(TakesAttribute taken) => new()
    {
        Name = taken.Name,
        In = taken.Place,
        Description = taken.Description,
        Required = taken.Needed,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = taken.Example,
    };

    private static IEnumerable<IOpenApiParameter> Headers(MethodInfo method, string httpMethod)
    {
        if (httpMethod is "POST" or "PATCH" or "DELETE")
        {
            var key = Header("Idempotency-Key", "1 to 255 visible characters. The same request with the same key is done once within 24 hours, and answered alike.");
            ((OpenApiSchema)key.Schema!).Pattern = "^[!-~]{1,255}$";
            yield return key;
        }

        if (method.GetCustomAttribute<ConditionalWriteAttribute>() is not null)
            yield return Header("If-Match", "Revisions as `\"2\"`, in quotes, or `*`: anything else than the present one is refused with 412, and nothing changes.");
        if (method.GetCustomAttribute<ConditionalReadAttribute>() is not null)
            yield return Header("If-None-Match", "`ETag`s of what the caller has: 304 when one of them is still the present one.");
    }

    private static OpenApiParameter Header(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
