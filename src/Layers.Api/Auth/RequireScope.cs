using Layers.Application.Seams;
using Layers.Application.Content;
using Layers.Application.Keys;
using Layers.Domain.Keys;
using Microsoft.AspNetCore.Authorization;

namespace Layers.Api.Auth;

/// <summary>The scope that a key needs for this endpoint. One that any key may call has <see cref="AnyKeyAttribute"/> instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class RequireScopeAttribute(string scope) : AuthorizeAttribute, IAuthorizationRequirement, IAuthorizationRequirementData
{
    public string Scope { get; } = scope;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>The scope that deciding needs when <c>Layers:Approval:RequireScope</c> is on.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequireDecisionScopeAttribute() : RequireScopeAttribute(Scopes.ContentApprove);

internal sealed class ScopeHandler(ApprovalOptions approval, ScopeCatalog scopes) : AuthorizationHandler<RequireScopeAttribute>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RequireScopeAttribute requirement)
    {
        var isWaived = requirement is RequireDecisionScopeAttribute && !approval.RequireScope;
        if (context.User.Identity?.IsAuthenticated == true && (isWaived || IsGranted(context, requirement.Scope)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private bool IsGranted(AuthorizationHandlerContext context, string scope) =>
        context.Resource is HttpContext { } http
        && http.Items[typeof(Credential)] is Credential credential
        && scopes.Grants(credential.Scopes, scope);
}
