using System.Reflection;
using Layers.Api.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>All responses of an operation: those of its action, with the headers that every response has, and its refusals.</summary>
internal sealed class Answers(Examples examples)
{
    private const string Json = "application/json";

    public async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var description = context.Description;
        var method = ((ControllerActionDescriptor)description.ActionDescriptor).MethodInfo;
        operation.Responses ??= [];
        foreach (var (status, response) in operation.Responses.ToList())
        {
            if (response is OpenApiResponse answer)
                DescribeSuccess(answer, int.Parse(status), operation.OperationId!, description, method);
        }

        if (method.GetCustomAttribute<OrAnswersAttribute>() is { } or)
            await AddShape(operation, or, context, cancellationToken);
        if (method.GetCustomAttribute<OrAnswersLinesAttribute>() is { } lines)
            await AddLines(operation, lines, context, cancellationToken);
        if (method.GetCustomAttribute<ConditionalReadAttribute>() is { } read)
            operation.Responses["304"] = With(new OpenApiResponse { Description = "The caller has it already." }, ("ETag", read.Tag));
        foreach (var refusals in Refusals.Of(description).GroupBy(refusal => refusal.Status).OrderBy(refusals => refusals.Key))
            operation.Responses[refusals.Key.ToString()] = Shared([.. refusals], description, operation.OperationId!, context.Document!);
    }

    private void DescribeSuccess(OpenApiResponse answer, int status, string operationId, ApiDescription description, MethodInfo method)
    {
        foreach (var type in answer.Content?.Keys.Where(type => type != Json).ToList() ?? [])
            answer.Content!.Remove(type);
        var files = method.GetCustomAttribute<FileBodyAttribute>();
        if (files?.Answered.Contains(status) == true)
            answer.Content = new Dictionary<string, OpenApiMediaType> { ["*/*"] = FileBody() };
        if (answer.Content?.TryGetValue(Json, out var content) == true)
        {
            var type = description.SupportedResponseTypes.First(response => response.StatusCode == status).Type!;
            content.Examples = examples.OfAnswer(operationId, status, type);
        }

        With(answer);
        if (description.HttpMethod is "POST" or "PATCH" or "DELETE")
            With(answer, ("Idempotency-Replayed", "`true` when this is the first answer again."));
        if (method.GetCustomAttribute<ConditionalWriteAttribute>() is not null)
            With(answer, ("ETag", ConditionalReadAttribute.Revision));
        if (method.GetCustomAttribute<ConditionalReadAttribute>() is { } read)
            With(answer, ("ETag", read.Tag));
        foreach (var header in method.GetCustomAttributes<SendsHeaderAttribute>().Where(header => header.Status == status))
            With(answer, (header.Name, header.Description));
    }

    public static OpenApiMediaType FileBody() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };

    private async Task AddShape(
        OpenApiOperation operation, OrAnswersAttribute or, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var content = ((OpenApiResponse)operation.Responses![or.Status.ToString()]).Content![Json];
        var schema = await context.Document!.Reference(or.Shape, context.ApplicationServices, type => context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken));
        content.Schema = new OpenApiSchema { OneOf = [content.Schema!, schema] };
        foreach (var (name, example) in examples.OfType(or.Shape))
            content.Examples![name] = example;
    }

    private async Task AddLines(
        OpenApiOperation operation, OrAnswersLinesAttribute lines, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var row = await context.Document!.Reference(lines.Shape, context.ApplicationServices, type => context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken));
        ((OpenApiResponse)operation.Responses!["200"]).Content![Ndjson.MediaType] = new OpenApiMediaType { Schema = row, Examples = examples.OfType(lines.Shape) };
    }

    /// <summary>A refusal that many operations share is written once; one with examples of its own stays where it is.</summary>
    private IOpenApiResponse Shared(IReadOnlyList<Refusal> refusals, ApiDescription description, string operationId, OpenApiDocument document)
    {
        var response = Refused(refusals, description, operationId, document);
        if (response.Content is null || examples.OfRefusal(operationId, refusals[0].Status).Count > 0)
            return response;
        var name = string.Join("Or", refusals.Select(refusal => refusal.Title));
        document.AddComponent<IOpenApiResponse>(name, response);
        return new OpenApiResponseReference(name, document);
    }

    private OpenApiResponse Refused(IReadOnlyList<Refusal> refusals, ApiDescription description, string operationId, OpenApiDocument document)
    {
        var codes = refusals.Select(refusal => refusal.Code).Distinct().ToList();
        var lines = refusals.Select(refusal => $"- `{refusal.Code}`: {refusal.When}");
        var response = With(new OpenApiResponse { Description = string.Join('\n', lines) });
        if (refusals[0].Status is 401)
            With(response, ("WWW-Authenticate", "`Bearer`"));
        if (refusals[0].Status is 429 or 503 || refusals.Any(refusal => refusal.Name is "stillRunning" or "locked"))
            With(response, ("Retry-After", "Seconds to wait."));
        if (refusals.Any(refusal => refusal.Name == "encoded"))
            With(response, ("Accept-Encoding", "`identity`, when the body had a `Content-Encoding`."));
        response.Content = new Dictionary<string, OpenApiMediaType>
        {
            [Json] = new() { Schema = ErrorSchemas.Of(codes, document), Examples = ExamplesOf(refusals, operationId) },
        };
        return response;
    }

    /// <summary>The operation's own, where it has any, and otherwise those that anybody gets.</summary>
    private Dictionary<string, IOpenApiExample> ExamplesOf(IReadOnlyList<Refusal> refusals, string operationId)
    {
        var shown = examples.OfRefusal(operationId, refusals[0].Status);
        var codes = shown.Values.Select(example => (string?)example.Value!["error"]!["code"]).ToHashSet();
        foreach (var refusal in refusals.Where(refusal => refusal.Name == "stillRunning" || !codes.Contains(refusal.Code)))
            shown[refusal.Name] = new OpenApiExample { Value = refusal.Envelope() };
        return shown;
    }

    private static OpenApiResponse With(OpenApiResponse response, params (string Name, string Description)[] headers)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        foreach (var name in CommonHeaders.All)
            response.Headers[name] = new OpenApiHeaderReference(name);
        foreach (var (name, description) in headers)
            response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        return response;
    }
}
