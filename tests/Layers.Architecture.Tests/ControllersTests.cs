using System.Reflection;
using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Composition;
using Layers.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layers.Architecture.Tests;

public sealed class ControllersTests
{
    private static readonly IReadOnlyList<Type> Controllers = [.. typeof(LayersApp).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ControllerBase)))];

    /// <summary>Actions that ask for no scope, and why.</summary>
    private static readonly Dictionary<string, string> WithoutScope = new()
    {
        ["WhoamiController.Get"] = "every key may ask who it is",
        ["UploadsController.Receive"] = "the signature of the address is the right",
        ["TestClockController.Advance"] = "only a test organization has a clock to turn, and any of its keys may",
        ["MediaController.Get"] = "platforms fetch media without a key",
        ["DocumentController.Get"] = "whoever is about to call may read how",
        ["DocumentController.Root"] = "it says nothing but where the page is",
        ["HealthController.Live"] = "supervisors have no key",
        ["HealthController.Ready"] = "supervisors have no key",
    };

    /// <summary>What controllers take besides the mediator and the mapper, and why.</summary>
    private static readonly Dictionary<string, string> Taken = new()
    {
        ["UploadsController(UploadTargets)"] = "an answer holds signed addresses, which are HTTP's own",
        ["SocialAccountsController(SigningSecrets)"] = "a signing secret is not kept beside an idempotency key",
        ["SocialAccountsController(PublisherCatalog)"] = "a publisher says whether its secret is shown",
        ["WebhookEndpointsController(WebhookSecrets)"] = "a signing secret is not kept beside an idempotency key",
        ["DocumentController(ApiDocument)"] = "what it shows is made of the server itself",
        ["HealthController(HealthCheckService)"] = "what it asks is the server itself",
        ["MediaController(IMediaStore)"] = "serving a file sends nothing through the pipeline",
    };

    [Fact]
    public void EveryAction_AsksForAScope_OrIsKnownNotTo()
    {
        var actions = Controllers.SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)).ToList();

        actions.Where(action => action.GetCustomAttributes<RequireScopeAttribute>().Count() != 1)
            .Select(action => $"{action.DeclaringType!.Name}.{action.Name}").Should().BeEquivalentTo(WithoutScope.Keys);
        actions.Should().OnlyContain(action => action.GetCustomAttributes<HttpMethodAttribute>().Any());
    }

    [Fact]
    public void Controllers_OnlySendRequestsAndMapAnswers()
    {
        var dependencies = from controller in Controllers
                           from parameter in controller.GetConstructors().Single().GetParameters()
                           where parameter.ParameterType != typeof(IMediator) && parameter.ParameterType != typeof(IMapper)
                           select $"{controller.Name}({parameter.ParameterType.Name})";

        dependencies.Should().BeEquivalentTo(Taken.Keys);
    }

    [Fact]
    public void Controllers_AreSealed_AndHaveNoBaseOfOurOwn() =>
        Controllers.Should().OnlyContain(type => type.IsSealed && type.BaseType == typeof(ControllerBase)).And.NotBeEmpty();

    [Fact]
    public void Actions_TakeTheCancellationOfTheirRequest_WhereTheySendOne()
    {
        var actions = Source.Of("Layers.Api").Where(file => file.Path.EndsWith("Controller.cs", StringComparison.Ordinal));

        actions.Where(file => file.Text.Split("mediator.Send(").Skip(1).Any(call => !call[..call.IndexOf(';')].Contains("cancellationToken")))
            .Select(file => file.Path).Should().BeEmpty();
    }

    [Fact]
    public void Mapping_IsWhole() =>
        new MapperConfiguration(mapper => mapper.AddMaps(typeof(LayersApp).Assembly), NullLoggerFactory.Instance).AssertConfigurationIsValid();

    [Fact]
    public void BodiesAndAnswers_StandBesideTheirController_NotInTheApplication() =>
        typeof(ICommand<>).Assembly.GetTypes().Where(type => type.Name.EndsWith("Body", StringComparison.Ordinal) || type.Name.EndsWith("Response", StringComparison.Ordinal))
            .Should().BeEmpty();
}
