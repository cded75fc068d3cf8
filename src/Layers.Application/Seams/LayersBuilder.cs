using System.Reflection;
using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Domain.Approval;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Application.Seams;

/// <summary>Takes the declarations of all extensions. The order in which they are added is the order in which their parts take effect.</summary>
public sealed class LayersBuilder(IServiceCollection services)
{
    private readonly HashSet<Type> extensions = [];
    private readonly List<Assembly> handlers = [];
    private readonly List<Assembly> controllers = [];
    private readonly List<MigrationSource> migrations = [];
    private readonly List<Scope> scopes = [];
    private readonly List<EventKind> events = [];
    private readonly List<WorkerDeclaration> workers = [];

    /// <summary>
    /// For services of a kind that no other method here declares. They are registered behind the server's own: one of the same type replaces the server's.
    /// </summary>
    public IServiceCollection Services { get; } = services;

    public IReadOnlyList<Assembly> HandlerAssemblies => handlers;

    public IReadOnlyList<Assembly> ControllerAssemblies => controllers;

    public IReadOnlyList<MigrationSource> Migrations => migrations;

    public IReadOnlyList<Scope> Scopes => scopes;

    public IReadOnlyList<EventKind> Events => events;

    public IReadOnlyList<WorkerDeclaration> Workers => workers;

    /// <summary>Adds an extension's parts. Adding the same one again changes nothing.</summary>
    public LayersBuilder Add<TExtension>()
        where TExtension : ILayersExtension, new()
    {
        if (extensions.Add(typeof(TExtension)))
            new TExtension().Configure(this);
        return this;
    }

    /// <summary>Adds every request handler and every validator in the assembly, by its shape. A server with two handlers for one request does not start.</summary>
    public LayersBuilder AddHandlersFrom(Assembly assembly)
    {
        if (!handlers.Contains(assembly))
            handlers.Add(assembly);
        return this;
    }

    /// <summary>Adds every controller and every AutoMapper profile in the assembly, and the examples that are embedded in it for the document.</summary>
    public LayersBuilder AddControllersFrom(Assembly assembly)
    {
        if (!controllers.Contains(assembly))
            controllers.Add(assembly);
        return this;
    }

    /// <summary>
    /// Adds the SQL files that are embedded in the assembly, in the order of their names. They run after those of extensions added before, in a schema of
    /// the extension's own, which is made for them; their names and checksums are kept apart from those of others.
    /// </summary>
    /// <param name="assembly">It embeds the files.</param>
    /// <param name="schema">In lower case: letters, digits and underscores. No other assembly has migrations in it; <c>public</c> is the built-in one.</param>
    public LayersBuilder AddMigrationsFrom(Assembly assembly, string schema)
    {
        PartName.DemandSchema(schema);
        if (migrations.Exists(known => known.Name == schema))
            throw new DeclarationException($"The schema {schema} has migrations already. Each assembly needs a schema of its own.");
        migrations.Add(new MigrationSource(assembly, schema));
        return this;
    }

    /// <summary>Lets keys have the scope, so that endpoints can require it.</summary>
    /// <param name="scope">Words with colons in between, such as <c>acme:look</c>.</param>
    public LayersBuilder AddScope(Scope scope)
    {
        PartName.DemandScope(scope.Name);
        if (scopes.Exists(known => known.Name == scope.Name))
            throw new DeclarationException($"The scope {scope.Name} was added before.");
        scopes.Add(scope);
        return this;
    }

    /// <summary>Adds <typeparamref name="TEvent"/>, a record with an <see cref="EventAttribute"/>, to the events that can be raised.</summary>
    public LayersBuilder AddEvent<TEvent>()
        where TEvent : class
    {
        var kind = EventKind.Of(typeof(TEvent));
        PartName.DemandEvent(kind.Type);
        if (events.Exists(known => known.Type == kind.Type))
            throw new DeclarationException($"The event {kind.Type} was added before.");
        events.Add(kind);
        return this;
    }

    /// <summary>Adds a rule to the gate. Its reasons are shown behind those of rules that were added before.</summary>
    public LayersBuilder AddGateRule<TRule>()
        where TRule : class, IGateRule =>
        AddOnce(ServiceDescriptor.Singleton<IGateRule, TRule>());

    /// <summary>Lets accounts be connected to the publisher, by the name that its <see cref="ISocialPublisher.Kind"/> says.</summary>
    public LayersBuilder AddPublisher<TPublisher>()
        where TPublisher : class, ISocialPublisher =>
        AddOnce(ServiceDescriptor.Singleton<ISocialPublisher, TPublisher>());

    /// <summary>Lets content be made by the generator, under the name that its <see cref="IGenerator.Kind"/> says.</summary>
    public LayersBuilder AddGenerator<TGenerator>()
        where TGenerator : class, IGenerator =>
        AddOnce(ServiceDescriptor.Singleton<IGenerator, TGenerator>());

    /// <summary>Adds an observer inside the transaction of each decision.</summary>
    public LayersBuilder AddDecisionObserver<TObserver>()
        where TObserver : class, IDecisionObserver =>
        AddOnce(ServiceDescriptor.Scoped<IDecisionObserver, TObserver>());

    /// <summary>Adds an observer that learns of decisions once they are committed.</summary>
    public LayersBuilder AddAfterDecision<TObserver>()
        where TObserver : class, IAfterDecision =>
        AddOnce(ServiceDescriptor.Scoped<IAfterDecision, TObserver>());

    /// <summary>
    /// Keeps media in that store, which is built once, instead of in the one that was added before. Every call to it is bounded in time, and every failure of
    /// it becomes 503.
    /// </summary>
    public LayersBuilder AddMediaStore<TStore>()
        where TStore : class, IMediaStore
    {
        Services.AddSingleton<TStore>();
        Services.AddSingleton<IMediaStore>(provider =>
            new GuardedMediaStore(provider.GetRequiredService<TStore>(), provider.GetRequiredService<MediaStoreGuard>()));
        return this;
    }

    /// <summary>
    /// Sends the request again and again on every node that has workers: at once while it returns more than 0, and after the schedule's pause otherwise. It is
    /// sent for no organization: <see cref="ICaller.Organization"/> throws. A handler that works for organizations sends a request for each, with
    /// <see cref="ITenantWork"/>.
    /// </summary>
    public LayersBuilder AddWorker<TRequest>(WorkerSchedule schedule)
        where TRequest : IRequest<int>, new()
    {
        workers.Add(new WorkerDeclaration(typeof(TRequest), schedule));
        return this;
    }

    private LayersBuilder AddOnce(ServiceDescriptor part)
    {
        if (Services.Any(known => known.ServiceType == part.ServiceType && known.ImplementationType == part.ImplementationType))
            throw new DeclarationException($"{part.ImplementationType!.Name} was added before.");
        Services.Add(part);
        return this;
    }
}
