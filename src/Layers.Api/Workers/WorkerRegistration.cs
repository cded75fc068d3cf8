using Layers.Application.Seams;

namespace Layers.Api.Workers;

internal static class WorkerRegistration
{
    /// <summary>
    /// What runs beside the requests; a node on which workers are not enabled leaves it to others, save what no other node can do.
    /// </summary>
    public static void AddWorkers(this IServiceCollection services, IEnumerable<WorkerDeclaration> declared, bool areEnabled)
    {
        services.AddHostedService<KeyUseRecorder>();
        foreach (var worker in declared.Where(worker => areEnabled || worker.Schedule.RunsOnEveryNode))
            services.AddSingleton<IHostedService>(provider => Make(provider, worker));
        if (!areEnabled)
            return;
        services.AddLanes<PublishingLanes>();
        services.AddLanes<WebhookLanes>();
    }

    private static IHostedService Make(IServiceProvider provider, WorkerDeclaration worker) =>
        (IHostedService)ActivatorUtilities.CreateInstance(provider, typeof(Worker<>).MakeGenericType(worker.Request), worker.Schedule);

    private static void AddLanes<TWork>(this IServiceCollection services)
        where TWork : class, ILaneWork
    {
        services.AddSingleton<TWork>();
        services.AddHostedService<Lanes<TWork>>();
    }
}
