using System.Reflection;
using FluentValidation;
using Layers.Application.Approval;
using Layers.Application.Content;
using Layers.Application.Keys;
using Layers.Application.Operation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Retention;
using Layers.Application.Scheduling;
using Layers.Application.Seams;
using Layers.Application.Social;
using Layers.Application.Uploads;
using Layers.Application.Webhooks;
using Layers.Domain.Approval;
using MediatR;

namespace Layers.Api.Composition;

/// <summary>Registers the application by scan: a new handler or validator is found by its shape.</summary>
internal static class ApplicationRegistration
{
    public static void AddApplication(this IServiceCollection services, params IEnumerable<Assembly> scanned)
    {
        services.AddScoped<CurrentCaller>();
        services.AddScoped<ICaller>(provider => provider.GetRequiredService<CurrentCaller>());
        services.AddScoped<PostPromotion>();
        services.AddScoped<HeldPosts>();
        services.AddScoped<Decisions>();
        services.AddScoped<PolicyChanges>();
        services.AddScoped<OutgoingRound>();
        services.AddScoped<MediaRemoval>();
        services.AddScoped<KeptFiles>();
        services.AddSingleton<MediaStoreGuard>();
        services.AddScoped<CallerAccess>();
        services.AddSingleton(provider => new ApprovalGate(
            provider.GetServices<IGateRule>().Select(rule => new GuardedGateRule(rule, provider.GetRequiredService<ILogger<ApprovalGate>>()))));
        services.AddSingleton<ContainerGate>();
        services.AddSingleton<GuardedPublishers>();
        services.AddSingleton<DueJudge>();
        services.AddSingleton<SigningSecrets>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<KeyUses>();
        services.AddSingleton<GateSignals>();
        services.AddSingleton<NodeClock>();
        services.AddSingleton<NodeGateRules>();
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddValidatorsFromAssemblies(scanned, ServiceLifetime.Singleton, includeInternalTypes: true);
        var types = scanned.SelectMany(assembly => assembly.GetTypes());
        foreach (var type in types.Where(type => type is { IsClass: true, IsAbstract: false, IsGenericType: false }))
            AddHandlers(services, type);

        // In this order: what is malformed opens no transaction, and a key is claimed inside the transaction that it belongs to.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehavior<,>));
    }

    private static void AddHandlers(IServiceCollection services, Type type)
    {
        foreach (var shape in type.GetInterfaces().Where(shape => shape.IsGenericType && shape.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
        {
            if (services.FirstOrDefault(known => known.ServiceType == shape)?.ImplementationType is { } other)
                throw new DeclarationException($"{other.FullName} and {type.FullName} both handle {shape.GetGenericArguments()[0].Name}. A request has one handler.");
            services.AddScoped(shape, type);
        }
    }
}
