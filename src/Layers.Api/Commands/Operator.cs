using Layers.Api.Composition;
using Layers.Api.Workers;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Api.Commands;

/// <summary>Sends commands from the machine itself, through the same handlers as callers use.</summary>
internal sealed class Operator(IServiceProvider services)
{
    private JobScope Jobs => services.GetRequiredService<JobScope>();

    /// <summary>Runs the work on the database, without a server; it may run beside one.</summary>
    public static async Task<T> Run<T>(Parts parts, Func<Operator, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var database = await Database.Open(parts, cancellationToken);
        var builder = LayersApp.CreateBuilder(database.ConnectionString, parts);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        await using var app = LayersApp.Build(builder);
        return await work(new Operator(app.Services));
    }

    public T Setting<T>()
        where T : class => services.GetRequiredService<T>();

    /// <summary>In the name of nobody: for commands that say by themselves whom they concern.</summary>
    public Task<T> Send<T>(IRequest<T> request, CancellationToken cancellationToken) => Jobs.Run(request, cancellationToken);

    public Task<T> SendAs<T>(OrganizationId organization, Actor actor, IRequest<T> request, CancellationToken cancellationToken) =>
        Jobs.Run(organization, actor, Duration.Zero, request, cancellationToken);
}
