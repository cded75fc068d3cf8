using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Api.Workers;

/// <summary>Runs what no request asked for: each piece in a scope of its own, under a name of its own in the logs and in the audit log.</summary>
internal sealed class JobScope(IServiceScopeFactory scopes)
{
    /// <summary>For a request that says by itself whom it concerns.</summary>
    public Task<T> Run<T>(IRequest<T> request, CancellationToken cancellationToken) => Run(request, _ => { }, cancellationToken);

    /// <param name="clockOffset">By how much the organization has turned its clock forward.</param>
    public Task<T> Run<T>(OrganizationId organization, Actor actor, Duration clockOffset, IRequest<T> request, CancellationToken cancellationToken) =>
        Run(request, caller => caller.ActAs(organization, actor, clockOffset), cancellationToken);

    /// <summary>Reads from a port, for no organization in particular.</summary>
    public async Task<T> Read<TPort, T>(Func<TPort, Task<T>> read)
        where TPort : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TPort>());
    }

    private async Task<T> Run<T>(IRequest<T> request, Action<CurrentCaller> introduce, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<CurrentCaller>();
        caller.RequestId = $"job_{Guid.CreateVersion7():D}";
        introduce(caller);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }
}
