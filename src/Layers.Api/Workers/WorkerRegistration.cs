using Layers.Application.Audit;
using Layers.Application.Content;
using Layers.Application.Events;
using Layers.Application.Idempotency;
using Layers.Application.Operation;
using Layers.Application.Retention;
using Layers.Application.Uploads;
using MediatR;

namespace Layers.Api.Workers;

internal static class WorkerRegistration
{
    /// <summary>
    /// What runs beside the requests; a node on which workers are not enabled leaves it to others, save what no other node can do.
    /// </summary>
    public static void AddWorkers(this IServiceCollection services, bool areEnabled)
    {
        services.AddHostedService<KeyUseRecorder>();
        services.AddWorker<ObserveGate>(TimeSpan.FromMinutes(1), atStart: TimeSpan.Zero);
        if (!areEnabled)
            return;
        services.AddWorker<AutoApproveDue>(TimeSpan.FromSeconds(1), isByTheHour: true);
        services.AddWorker<AnnounceExpiring>(TimeSpan.FromSeconds(1), isByTheHour: true);
        services.AddLanes<PublishingLanes>();
        services.AddLanes<WebhookLanes>();
        services.AddWorker<PositionEvents>(TimeSpan.FromMilliseconds(200), gathers: true);
        services.AddWorker<SealAuditLog>(TimeSpan.FromSeconds(1), gathers: true);
        services.AddWorker<ExpireUploads>(TimeSpan.FromSeconds(5), gathers: true);
        services.AddWorker<RemoveRejectedMedia>(TimeSpan.FromSeconds(10), gathers: true);
        services.AddWorker<RemoveOldEvents>(TimeSpan.FromSeconds(10), gathers: true);
        services.AddWorker<RemoveOldDeliveries>(TimeSpan.FromSeconds(10), gathers: true);
        services.AddWorker<SweepOrphanedFiles>(TimeSpan.FromHours(6), gathers: true, atStart: TimeSpan.FromMinutes(10), isByTheHour: true);
        services.AddWorker<SweepUnnamedFiles>(TimeSpan.FromHours(6), gathers: true, atStart: TimeSpan.FromMinutes(15), isByTheHour: true);
        services.AddWorker<SweepStagedFiles>(TimeSpan.FromHours(1), isByTheHour: true);
        services.AddWorker<ForgetIdempotencyKeys>(TimeSpan.FromMinutes(10));
    }

    private static void AddLanes<TWork>(this IServiceCollection services)
        where TWork : class, ILaneWork
    {
        services.AddSingleton<TWork>();
        services.AddHostedService<Lanes<TWork>>();
    }

    private static void AddWorker<TRequest>(this IServiceCollection services, TimeSpan pause, bool gathers = false, TimeSpan? atStart = null, bool isByTheHour = false)
        where TRequest : IRequest<int>, new()
    {
        services.AddSingleton(new WorkerSchedule<TRequest>(pause, gathers, atStart ?? TimeSpan.FromSeconds(1), isByTheHour));
        services.AddHostedService<Worker<TRequest>>();
    }
}
