using Layers.Application.Seams;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace Layers.Api.Auth;

/// <summary>Any key of an organization may call this endpoint; no scope is needed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnyKeyAttribute : Attribute;

/// <summary>
/// An endpoint has to say who may call it: a scope, <see cref="AnyKeyAttribute"/>, nobody in particular, or an authentication of its own. One that says
/// nothing is refused to everybody.
/// </summary>
internal sealed class DeclaredRight : AuthorizationHandler<DeclaredRight>, IAuthorizationRequirement
{
    public static bool IsIn(IEnumerable<object> metadata) => metadata.Any(Declares);

    private static bool Declares(object metadata) =>
        metadata is RequireScopeAttribute or AnyKeyAttribute or IAllowAnonymous or IAuthorizeData { AuthenticationSchemes: not null };

    // Routing refuses unknown addresses and wrong methods by itself, without a route endpoint.
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, DeclaredRight requirement)
    {
        if (context.Resource is HttpContext http && (http.GetEndpoint() is not RouteEndpoint endpoint || IsIn(endpoint.Metadata)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Does not let a server start that has an action without a <see cref="DeclaredRight"/>, or with a scope that no key can have.</summary>
internal sealed class DeclaredRights(IActionDescriptorCollectionProvider actions, ScopeCatalog scopes) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var undeclared = actions.ActionDescriptors.Items.Where(action => !DeclaredRight.IsIn(action.EndpointMetadata)).Select(action => action.DisplayName).ToList();
        if (undeclared.Count > 0)
            throw new InvalidOperationException($"These actions need [RequireScope] or [AnyKey]: {string.Join(", ", undeclared)}.");
        var required = actions.ActionDescriptors.Items.SelectMany(action => action.EndpointMetadata).OfType<RequireScopeAttribute>().Select(right => right.Scope);
        var unknown = required.Except(scopes.Names).ToList();
        return unknown.Count == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException($"These scopes are required by actions and were not added: {string.Join(", ", unknown)}.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
