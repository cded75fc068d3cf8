using Layers.Application.Approval;
using Layers.Application.Audit;
using Layers.Application.Content;
using Layers.Application.Events;
using Layers.Application.Keys;
using Layers.Application.Operation;
using Layers.Application.Ports;
using Layers.Application.Organizations;
using Layers.Application.Projects;
using Layers.Application.RateLimits;
using Layers.Application.Retention;
using Layers.Application.Scheduling;
using Layers.Application.Social;
using Layers.Application.Uploads;
using Layers.Application.Webhooks;
using Layers.Infrastructure.Approval;
using Layers.Infrastructure.Audit;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Events;
using Layers.Infrastructure.Idempotency;
using Layers.Infrastructure.Keys;
using Layers.Infrastructure.Media;
using Layers.Infrastructure.Operation;
using Layers.Infrastructure.Organizations;
using Layers.Infrastructure.Projects;
using Layers.Infrastructure.RateLimits;
using Layers.Infrastructure.Retention;
using Layers.Infrastructure.Scheduling;
using Layers.Infrastructure.Secrets;
using Layers.Infrastructure.Social;
using Layers.Infrastructure.Sql;
using Layers.Infrastructure.Uploads;
using Layers.Infrastructure.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Layers.Infrastructure;

public static class Registration
{
    /// <summary>Puts PostgreSQL behind every port of the application.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, string connectionString)
    {
        services.AddConnections(connectionString);
        services.AddScoped<IGateReads, GateReads>();
        services.AddScoped<IGateRules, GateRuleRepository>();
        services.AddSingleton<IDatabaseState, DatabaseState>();
        services.AddSingleton<IDatabaseClock, DatabaseClock>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<Db>());
        services.AddScoped<IAuditLog, AuditLog>();
        services.AddScoped<IAuditReads, AuditReads>();
        services.AddScoped<IAuditChain, AuditChain>();
        services.AddScoped<IIdempotencyKeys, IdempotencyKeys>();
        services.AddScoped<IPolicies, PolicyRepository>();
        services.AddScoped<IContainers, ContainerRepository>();
        services.AddScoped<IReviewClocks, ReviewClockRepository>();
        services.AddScoped<IContentReads, ContentReads>();
        services.AddScoped<IUploads, UploadRepository>();
        services.AddScoped<IMediaUsage, MediaUsageRepository>();
        services.AddScoped<IMediaRetention, MediaRetentionRepository>();
        services.AddScoped<IEventRetention, EventRetentionRepository>();
        services.AddScoped<IDeliveryRetention, DeliveryRetentionRepository>();
        services.AddScoped<IMediaOwners, MediaOwnerReads>();
        services.AddScoped<IUploadExpiry, UploadExpiryRepository>();
        services.AddSingleton<IMediaProbe, MediaProbe>();
        services.AddScoped<ISocialAccounts, SocialAccountRepository>();
        services.AddScoped<IScheduledPosts, PostRepository>();
        services.AddScoped<IDuePosts, DuePostRepository>();
        services.AddScoped<IOutbox, Outbox>();
        services.AddScoped<IEvents, EventRepository>();
        services.AddSingleton<INewEvents, NewEvents>();
        services.AddScoped<IWebhookEndpoints, WebhookEndpointRepository>();
        services.AddScoped<IWebhookDeliveries, WebhookDeliveryRepository>();
        services.AddSingleton<IWebhookSender, WebhookSender>();
        services.AddSingleton<IWebhookHosts, WebhookHosts>();
        services.AddSingleton<IServerSecrets>(provider => provider.GetRequiredService<SecretOptions>().Root is { } root
            ? new ConfiguredSecrets(root)
            : new ServerSecrets(provider.GetRequiredService<Connections>()));
        services.AddScoped<IProjects, ProjectRepository>();
        services.AddKeys();
        services.AddSingleton<IRateBudgets, RateBudgetRepository>();
        return services;
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<CredentialCache>();
        services.AddSingleton<UnknownKeys>();
        services.AddSingleton<ICredentialLookups, CredentialLookups>();
        services.AddScoped<IApiKeys, ApiKeyRepository>();
        services.AddScoped<IOrganizations, OrganizationRepository>();
    }

    private static readonly TimeSpan PatienceOfWorkers = TimeSpan.FromSeconds(30);

    // Connections without a name are for requests only. Workers have their own, and their number is bounded, so that none of them is refused.
    private static void AddConnections(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => DataSource.Build(connectionString));
        services.AddSingleton<Connections>();
        services.AddKeyedSingleton(Connections.OfWorkers, (_, _) => DataSource.BuildForWorkers(connectionString));
        services.AddKeyedSingleton(Connections.OfWorkers, (provider, _) =>
            new Connections(
                provider.GetRequiredKeyedService<NpgsqlDataSource>(Connections.OfWorkers),
                provider.GetRequiredService<ConnectionOptions>() with { MostWaiting = int.MaxValue },
                PatienceOfWorkers));
        services.AddScoped(provider =>
        {
            var caller = provider.GetRequiredService<CurrentCaller>();
            return new Db(caller.IsRequest ? provider.GetRequiredService<Connections>() : provider.GetRequiredKeyedService<Connections>(Connections.OfWorkers), caller);
        });
    }
}
