using Layers.Api.Http;
using Layers.Api.Social;
using Layers.Application.Pipeline;
using Layers.Application.Seams;
using Layers.Application.Social;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>Shows the publishers of this server: their names, and the settings that each of them takes and shows.</summary>
internal sealed class PublisherSchemas(PublisherCatalog publishers) : IOpenApiSchemaTransformer
{
    private static readonly string PublisherField = JsonFormat.Options.PropertyNamingPolicy!.ConvertName(nameof(ConnectAccountBody.Publisher));

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(AccountSettings) || type == typeof(SettingsResponse))
            ShowSettings(schema, isTaken: type == typeof(AccountSettings));
        else if (type == typeof(ConnectAccountBody))
            Describe((OpenApiSchema)schema.Properties![PublisherField]);
        return Task.CompletedTask;
    }

    /// <summary>Publishers may call a setting alike and take different things: then only what all of them say of it is shown in words.</summary>
    private void ShowSettings(OpenApiSchema schema, bool isTaken)
    {
        schema.AdditionalProperties = isTaken ? null : new OpenApiSchema { Type = JsonSchemaType.String };
        schema.Properties = new Dictionary<string, IOpenApiSchema>();
        foreach (var named in SettingsByName())
        {
            var property = new OpenApiSchema { Type = JsonSchemaType.String, Description = string.Join(' ', named.Select(SentenceOf)) };
            if (isTaken && named.Select(setting => setting.Setting.Takes.Shape).Distinct().Count() == 1)
                FieldShapes.Add(named.First().Setting.Takes.Shape, property, isTaken);
            schema.Properties[named.Key] = property;
        }
    }

    private IEnumerable<IGrouping<string, (PublisherKind Publisher, PublisherSetting Setting)>> SettingsByName() =>
        publishers.All.SelectMany(publisher => publisher.Settings, (publisher, setting) => (publisher, setting)).GroupBy(it => it.setting.Name, StringComparer.Ordinal);

    private static string SentenceOf((PublisherKind Publisher, PublisherSetting Setting) it) =>
        $"`{it.Publisher.Name}`{(it.Setting.Presence == Presence.Required ? " (required)" : "")}: {it.Setting.Summary}";

    private void Describe(OpenApiSchema publisher) =>
        publisher.Description = $"{publisher.Description}\n\n{string.Join('\n', publishers.All.Select(kind => $"- `{kind.Name}`: {kind.Summary}"))}".Trim();
}
