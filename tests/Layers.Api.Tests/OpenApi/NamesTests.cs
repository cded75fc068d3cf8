using System.Reflection;
using Layers.Api.Auth;
using Layers.Api.Composition;
using Layers.Api.OpenApi;
using Layers.Application.Seams;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.OpenApi;

/// <summary>Names of extensions that meet those of the server in the document.</summary>
public sealed class NamesTests
{
    [Fact]
    public Task OperationOfAName_ThatAnotherHas_IsRefused() => Refused<SameOperation>("* are both the operation \"approveContainer\". Rename one of them.");

    [Fact]
    public Task TypeOfAName_ThatAnotherHas_IsRefused() => Refused<SameType>("* would both be the schema Container of the API document. Rename one of them.");

    private static async Task Refused<TController>(string message)
    {
        var builder = LayersApp.CreateBuilder("Host=nowhere");
        builder.Services.AddControllers().ConfigureApplicationPartManager(parts => parts.FeatureProviders.Add(new One(typeof(TController).GetTypeInfo())));
        await using var app = LayersApp.Build(builder);

        await app.Services.GetRequiredService<ApiDocument>().Awaiting(document => document.Get(CancellationToken.None))
            .Should().ThrowAsync<DeclarationException>().WithMessage(message);
    }

    private sealed class One(TypeInfo controller) : IApplicationFeatureProvider<ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature) => feature.Controllers.Add(controller);
    }

    [ApiController]
    [Route("v1/acme")]
    public sealed class SameOperation : ControllerBase
    {
        [HttpGet]
        [Operation("approveContainer")]
        [AnyKey]
        public Task<PebbleView> Get() => Task.FromResult(new PebbleView(Request.Headers.Count));
    }

    [ApiController]
    [Route("v1/acme")]
    public sealed class SameType : ControllerBase
    {
        [HttpGet]
        [Operation("getPebble")]
        [AnyKey]
        public Task<ContainerView> Get() => Task.FromResult(new ContainerView(Request.Headers.Count));
    }

    public sealed record PebbleView(int Weight);

    public sealed record ContainerView(int Weight);
}
