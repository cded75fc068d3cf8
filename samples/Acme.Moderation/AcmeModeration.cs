using Layers.Application.Seams;

namespace Acme.Moderation;

/// <summary>A person looks at every caption that names something delicate before it may be published.</summary>
public sealed class AcmeModeration : ILayersExtension
{
    public const string LookScope = "acme:look";

    public void Configure(LayersBuilder layers)
    {
        var here = typeof(AcmeModeration).Assembly;
        layers
            .AddHandlersFrom(here)
            .AddControllersFrom(here)
            .AddMigrationsFrom(here, schema: "acme")
            .AddScope(new Scope(LookScope))
            .AddEvent<ContentLookedAt>()
            .AddGateRule<DelicateWordsRule>()
            .AddDecisionObserver<CountDecisions>()
            .AddAfterDecision<TellTheTeam>()
            .AddPublisher<BoardPublisher>()
            .AddGenerator<CardGenerator>();
        layers.Services.AddScoped<Looks>();
        layers.Services.AddSingleton<TeamBoard>();
    }
}
