using System.Reflection;
using Layers.Application.Seams;
using System.Net.Mime;
using System.Text;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.Operation;
using Layers.Api.OpenApi;
using Layers.Api.RateLimits;
using Layers.Api.Uploads;
using Layers.Api.Workers;
using Layers.Application.Ports;
using Layers.Infrastructure;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace Layers.Api.Composition;

/// <summary>Puts the server together: the only place where the layers meet.</summary>
public static class LayersApp
{
    /// <summary>A server on that database. Configuration may still be added before it is built.</summary>
    /// <param name="connectionString">Of the database.</param>
    /// <param name="parts">The built-in ones alone when there are no others.</param>
    public static WebApplicationBuilder CreateBuilder(string connectionString, Parts? parts = null)
    {
        // Settings lie beside the program, data in the directory that it is started from.
        // Slim leaves out HTTP/3, IIS, hosting start-up assemblies, static assets, the developer's exception page, and the log providers for a debugger and
        // for event tracing. TLS by settings it would leave out too.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(ServerLimits.Apply);
        builder.Services.AddSingleton(new ServerClock(SystemClock.Instance));
        builder.Services.AddScoped<IClock, CallerClock>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSettings();
        var layers = (parts ?? new Parts()).Declared;
        builder.Services.AddSingleton(layers);
        builder.Services.AddSingleton(layers.Migrations);
        builder.Services.AddSingleton(new ScopeCatalog(layers.Scopes));
        builder.Services.AddSingleton(new EventCatalog(layers.Events));
        builder.Services.AddSingleton<PublisherCatalog>();
        builder.Services.AddSingleton<GeneratorCatalog>();
        builder.Services.AddApplication(layers.HandlerAssemblies);
        builder.Services.AddInfrastructure(connectionString);
        builder.Services.AddSingleton<JobScope>();
        builder.Services.AddSingleton<ITenantWork, TenantWork>();
        builder.Services.AddSingleton(provider => new ServerStopping(provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        builder.Services.AddHealth();
        builder.Services.AddHostedService<ClockWatch>();
        builder.Services.AddHostedService<GateRuleRegistration>();
        builder.Services.AddHostedService<Shutdown>();
        builder.Services.AddOptions<HostOptions>().Configure<ShutdownOptions>(Shutdown.Configure);
        builder.Logging.AddLogFormat();
        AddHttp(builder.Services, layers.ControllerAssemblies);
        // Last, so that an extension can replace a service of the server's.
        builder.Services.Add(layers.Services);
        return builder;
    }

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddWorkers(PartsOf(builder).Workers, Settings.AreWorkersEnabled(builder.Configuration));
        builder.Services.AddTelemetry(Settings.TelemetryOptionsOf(builder.Configuration));
        var app = builder.Build();
        app.Services.DemandSettings();
        app.Services.GetRequiredService<PublisherCatalog>();
        app.Services.GetRequiredService<GeneratorCatalog>();
        app.UseTrustedProxies();
        app.UseMiddleware<RequestId>();
        app.UseMiddleware<TraceContext>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<ErrorResponses>();
        app.UseDocsPage();
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<EndpointClasses>();
        app.UseAuthentication();
        app.UseRateLimits();
        app.UseAuthorization();
        app.UseMiddleware<IdempotencyKey>();
        app.MapControllers().RequireAuthorization().TakeHeadWhereGetIs();
        return app;
    }

    private static LayersBuilder PartsOf(WebApplicationBuilder builder) =>
        (LayersBuilder)builder.Services.Last(service => service.ServiceType == typeof(LayersBuilder)).ImplementationInstance!;

    private static void AddHttp(IServiceCollection services, IReadOnlyList<Assembly> controllers)
    {
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<IPublicAddress>(provider => provider.GetRequiredService<PublicAddress>());
        services.AddScoped<RequestAddress>();
        services.AddScoped<IRequestAddress>(provider => provider.GetRequiredService<RequestAddress>());
        services.AddSingleton<UploadAddress>();
        services.AddScoped<UploadTargets>();
        services.AddScoped<MediaAddresses>();
        services.AddAutoMapper(
            (provider, mapper) => mapper.LicenseKey = provider.GetRequiredService<IConfiguration>()["AutoMapper:LicenseKey"],
            controllers);
        AddAuthentication(services);
        services.AddRateLimits();
        AddAuthorization(services);
        services.AddApiDocument();
        services.AddUploadCors();
        services.Configure<ApiBehaviorOptions>(options =>
        {
            options.SuppressModelStateInvalidFilter = true;
            options.SuppressInferBindingSourcesForParameters = true;
            options.SuppressMapClientErrors = true;
        });
        var mvc = services
            .AddControllers(mvc =>
            {
                // It judges bodies that the framework has read, and it reads none.
                mvc.Filters.Remove(mvc.Filters.OfType<UnsupportedContentTypeFilter>().Single());
                mvc.Filters.Add(new KnownQuery());
                mvc.Filters.Add(new WholeBodies());
                AnswerJsonInUtf8(mvc.OutputFormatters.OfType<SystemTextJsonOutputFormatter>().Single());
                mvc.ModelBinderProviders.Insert(0, new IdBinderProvider());
                mvc.ModelBinderProviders.Insert(1, new QueryTextBinderProvider());
                RefuseForms(mvc.ValueProviderFactories);
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            })
            .AddJsonOptions(json => JsonFormat.Apply(json.JsonSerializerOptions));
        foreach (var assembly in controllers)
            mvc.AddApplicationPart(assembly);
        services.AddSingleton<IObjectModelValidator, NoModelValidation>();
    }

    // Whatever the caller accepts: text/json or UTF-16 would be another wire than the document's.
    private static void AnswerJsonInUtf8(SystemTextJsonOutputFormatter formatter)
    {
        formatter.SupportedMediaTypes.Clear();
        formatter.SupportedMediaTypes.Add(MediaTypeNames.Application.Json);
        formatter.SupportedEncodings.Clear();
        formatter.SupportedEncodings.Add(Encoding.UTF8);
    }

    // Reading a form would eat the body before anybody sees that it is not JSON. The spelling of forms is not looked for in queries either.
    private static void RefuseForms(IList<IValueProviderFactory> factories)
    {
        factories.RemoveType<JQueryQueryStringValueProviderFactory>();
        factories.RemoveType<FormValueProviderFactory>();
        factories.RemoveType<FormFileValueProviderFactory>();
        factories.RemoveType<JQueryFormValueProviderFactory>();
    }

    private static void AddAuthorization(IServiceCollection services)
    {
        services.AddAuthorization(options =>
        {
            options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new DeclaredRight()).Build();
            options.FallbackPolicy = new AuthorizationPolicyBuilder().AddRequirements(new DeclaredRight()).Build();
        });
        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        services.AddHostedService<DeclaredRights>();
    }

    // Only the core of it: the rest would bring cookies' data protection, which writes keys into a home directory.
    private static void AddAuthentication(IServiceCollection services)
    {
        services.AddWebEncoders();
        services.AddSingleton<GuessLimit>();
        services.AddScoped<KeyDoor>();
        services.AddTransient<ApiKeyAuthentication>();
        services.AddTransient<UploadAddressAuthentication>();
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = ApiKeyAuthentication.SchemeName;
            options.AddScheme<ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, displayName: null);
            options.AddScheme<UploadAddressAuthentication>(UploadAddressAuthentication.SchemeName, displayName: null);
        });
    }
}
