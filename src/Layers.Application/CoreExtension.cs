using Layers.Application.Webhooks;
using Layers.Application.Scheduling;
using Layers.Application.Approval;
using Layers.Application.Audit;
using Layers.Application.Content;
using Layers.Application.Events;
using Layers.Application.Idempotency;
using Layers.Application.Operation;
using Layers.Application.Retention;
using Layers.Application.Seams;
using Layers.Application.Uploads;
using Layers.Domain.Approval;
using Layers.Domain.Keys;

namespace Layers.Application;

/// <summary>What this program can do by itself, declared as any extension declares its own.</summary>
public sealed class CoreExtension : ILayersExtension
{
    public void Configure(LayersBuilder layers)
    {
        layers.AddHandlersFrom(typeof(CoreExtension).Assembly);
        foreach (var scope in Scopes.BuiltIn)
            layers.AddScope(new Scope(scope, IsInAll: scope != Scopes.KeysWrite));
        layers
            .AddGateRule<ArchivedProjectRule>()
            .AddGateRule<ApprovalStatusRule>()
            .AddGateRule<CompletionRule>()
            .AddAfterDecision<MeasureDecisions>();
        AddEvents(layers);
        AddWorkers(layers);
    }

    private static void AddEvents(LayersBuilder layers) =>
        layers
            .AddEvent<ContentGenerated>()
            .AddEvent<ContentFailed>()
            .AddEvent<ContentApproved>()
            .AddEvent<ContentRejected>()
            .AddEvent<ContentExpiring>()
            .AddEvent<PostScheduled>()
            .AddEvent<PostPublished>()
            .AddEvent<PostFailed>()
            .AddEvent<PostCanceled>()
            .AddEvent<PromotionFailed>()
            .AddEvent<ApprovalPolicyUpdated>()
            .AddEvent<WebhookEndpointPaused>();

    private static void AddWorkers(LayersBuilder layers) =>
        layers
            .AddWorker<ObserveGate>(new WorkerSchedule(TimeSpan.FromMinutes(1)) { AtStart = TimeSpan.Zero, RunsOnEveryNode = true })
            .AddWorker<CompareGateRules>(new WorkerSchedule(TimeSpan.FromSeconds(5)))
            .AddWorker<AutoApproveDue>(new WorkerSchedule(TimeSpan.FromSeconds(1)) { IsByTheHour = true })
            .AddWorker<AnnounceExpiring>(new WorkerSchedule(TimeSpan.FromSeconds(1)) { IsByTheHour = true })
            .AddWorker<PositionEvents>(new WorkerSchedule(TimeSpan.FromMilliseconds(200)) { Gathers = true })
            .AddWorker<SealAuditLog>(new WorkerSchedule(TimeSpan.FromSeconds(1)) { Gathers = true })
            .AddWorker<ExpireUploads>(new WorkerSchedule(TimeSpan.FromSeconds(5)) { Gathers = true, IsByTheHour = true })
            .AddWorker<RemoveRejectedMedia>(new WorkerSchedule(TimeSpan.FromSeconds(10)) { Gathers = true, IsByTheHour = true })
            .AddWorker<RemoveOldEvents>(new WorkerSchedule(TimeSpan.FromSeconds(10)) { Gathers = true, IsByTheHour = true })
            .AddWorker<RemoveOldDeliveries>(new WorkerSchedule(TimeSpan.FromSeconds(10)) { Gathers = true, IsByTheHour = true })
            .AddWorker<SweepOrphanedFiles>(new WorkerSchedule(TimeSpan.FromHours(6)) { Gathers = true, AtStart = TimeSpan.FromMinutes(10), IsByTheHour = true })
            .AddWorker<SweepUnnamedFiles>(new WorkerSchedule(TimeSpan.FromHours(6)) { Gathers = true, AtStart = TimeSpan.FromMinutes(15), IsByTheHour = true })
            .AddWorker<SweepStagedFiles>(new WorkerSchedule(TimeSpan.FromHours(1)) { IsByTheHour = true })
            .AddWorker<ForgetIdempotencyKeys>(new WorkerSchedule(TimeSpan.FromMinutes(10)) { IsByTheHour = true });
}
