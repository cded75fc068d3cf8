using System.Reflection;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.RateLimits;
using Layers.Api.Uploads;
using Layers.Application.Pipeline;
using Layers.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>Completes an operation by its action's name, attributes and shape, so that a new one is documented by being written.</summary>
internal sealed class OperationDetails(RequestFields fields, StatedShapes stated, Examples examples, Answers answers) : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var action = (ControllerActionDescriptor)context.Description.ActionDescriptor;
        var method = action.MethodInfo;
        operation.OperationId = method.GetCustomAttribute<OperationAttribute>()?.Name ?? "";
        operation.Tags = new HashSet<OpenApiTagReference> { new(DocumentDetails.TagOf(method.DeclaringType!), context.Document) };
        operation.Parameters = Parameters.Of(operation, context.Description, fields, stated);
        DescribeRights(operation, method, context.Document!);
        DescribeBudget(operation, method, context.Description.HttpMethod!);
        DescribeBody(operation, method, context.Description.HttpMethod!);
        await answers.Describe(operation, context, cancellationToken);
    }

    private static void DescribeRights(OpenApiOperation operation, MethodInfo method, OpenApiDocument document)
    {
        if (method.DeclaringType!.GetCustomAttribute<AllowAnonymousAttribute>() is not null)
        {
            operation.Security = [];
            return;
        }

        if (method.GetCustomAttributes<AuthorizeAttribute>().Any(authorize => authorize.AuthenticationSchemes == UploadAddressAuthentication.SchemeName))
        {
            operation.Security = [];
            operation.Description = Sentences(operation.Description, "Needs no key: the address is signed, and starting the upload returned it.");
            return;
        }

        var scope = method.GetCustomAttribute<RequireScopeAttribute>();
        List<string> scopes = scope is null or RequireDecisionScopeAttribute ? [] : [scope.Scope];
        var scheme = new OpenApiSecuritySchemeReference(DocumentDetails.ApiKey, document);
        operation.Security = [new OpenApiSecurityRequirement { [scheme] = scopes }];
        operation.AddExtension("x-required-scope", new JsonNodeExtension(scopes.FirstOrDefault()!));
        var sentence = scope switch
        {
            null => "Any key of the organization may.",
            RequireDecisionScopeAttribute => $"Scope: none, or `{scope.Scope}` where the server is set to ask for it.",
            _ => $"Scope: `{scope.Scope}`.",
        };
        operation.Description = Sentences(operation.Description, sentence);
    }

    private static string Sentences(string? description, string sentence) =>
        string.IsNullOrEmpty(description) ? sentence : $"{description}\n\n{sentence}";

    private static void DescribeBudget(OpenApiOperation operation, MethodInfo method, string httpMethod)
    {
        var uncounted = new MemberInfo[] { method, method.DeclaringType! }.Select(member => member.GetCustomAttribute<DisableRateLimitingAttribute>());
        if (uncounted.Any(attribute => attribute is not null))
            return;
        var budget = EndpointClasses.Of(httpMethod, method.GetCustomAttribute<LongRunningAttribute>() is not null).ToWord();
        operation.Description += $" Budget: `{budget}`.";
        operation.AddExtension("x-endpoint-class", new JsonNodeExtension(budget));
    }

    private void DescribeBody(OpenApiOperation operation, MethodInfo method, string httpMethod)
    {
        if (method.GetCustomAttribute<FileBodyAttribute>() is { Answered.Count: 0 })
        {
            var content = new Dictionary<string, OpenApiMediaType> { ["*/*"] = Answers.FileBody() };
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        }

        var body = method.GetParameters().FirstOrDefault(parameter => parameter.GetCustomAttribute<JsonBodyAttribute>() is not null)?.ParameterType;
        if (body is null || operation.RequestBody is not OpenApiRequestBody request)
            return;
        var json = request.Content!["application/json"];
        json.Examples = examples.OfRequest(operation.OperationId!, body);
        request.Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = json };
        request.Required = body.GetProperties().Any(property => fields.Find(property)?.Presence == Presence.Required);
        request.Description = $"At most {RequestBody.LargestOf(method):N0} bytes, nested at most {JsonFormat.DeepestNesting} deep, no key twice. Unknown fields are ignored.";
        if (httpMethod == "PATCH")
            request.Description += " `application/merge-patch+json` is taken too.";
    }
}
