using System.Reflection;
using Layers.Api.Composition;
using Layers.Application.Generation;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Layers.Api.Tests.Composition;

public sealed class PartsTests
{
    [Fact]
    public async Task Extension_IsAskedOnce()
    {
        var asked = 0;
        var parts = new Parts(_ => Interlocked.Increment(ref asked));

        await using var one = await ApiServer.Start(parts: parts);
        await using var other = await ApiServer.Start(parts: parts);

        asked.Should().Be(1);
    }

    [Fact]
    public async Task ServiceOfAnExtension_ReplacesTheServers()
    {
        await using var server = await ApiServer.Start(parts: new Parts(layers => layers.Services.AddSingleton<IPublicAddress, AcmeAddress>()));

        server.Services.GetRequiredService<IPublicAddress>().Base.Should().Be("https://acme.example");
    }

    [Fact]
    public void SecondHandlerOfARequest_IsRefused()
    {
        FluentActions.Invoking(() => LayersApp.CreateBuilder("Host=nowhere", new Parts(layers => layers.AddHandlersFrom(new OneType(typeof(RivalHandler))))))
            .Should().Throw<DeclarationException>().WithMessage("*AdvanceGenerationHandler and *RivalHandler both handle CancelGeneration. A request has one handler.");
    }

    [Fact]
    public async Task Services_AreComplete_AndNoneOutlivesWhatItNeeds()
    {
        var builder = LayersApp.CreateBuilder("Host=nowhere");
        builder.Configuration["Layers:Workers:Enabled"] = "true";
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = options.ValidateScopes = true);

        await using var app = LayersApp.Build(builder);

        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IMediator>().Should().NotBeNull();
    }

    private sealed class AcmeAddress : IPublicAddress
    {
        public string Base => "https://acme.example";
    }

    private sealed class RivalHandler : IRequestHandler<CancelGeneration, Unit>
    {
        public Task<Unit> Handle(CancelGeneration request, CancellationToken cancellationToken) => Unit.Task;
    }

    private sealed class OneType(Type type) : Assembly
    {
        public override Type[] GetTypes() => [type];
    }
}
