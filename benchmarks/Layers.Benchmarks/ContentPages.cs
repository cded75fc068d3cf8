using System.Text.Json;
using AutoMapper;
using BenchmarkDotNet.Attributes;
using Layers.Api.Composition;
using Layers.Api.Content;
using Layers.Api.Http;
using Layers.Application;
using Layers.Application.Content;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Layers.Benchmarks;

/// <summary>A page of 25 content rows, from what the database gave to what is sent.</summary>
[MemoryDiagnoser]
public class ContentPages
{
    private readonly Page<ContentRow> page = Sample.ContentPage(rows: 25);
    private readonly WebApplication server = BuildServer();
    private readonly IServiceScope scope;
    private readonly IMapper mapper;
    private readonly JsonSerializerOptions format;
    private readonly PageResponse<ContentRowResponse> response;

    public ContentPages()
    {
        scope = server.Services.CreateScope();
        mapper = scope.ServiceProvider.GetRequiredService<IMapper>();
        format = server.Services.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        response = Map();
    }

    [Benchmark]
    public PageResponse<ContentRowResponse> Map() => mapper.MapPage<ContentRow, ContentRowResponse>(page);

    [Benchmark]
    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(response, format);

    [GlobalCleanup]
    public ValueTask Dispose()
    {
        scope.Dispose();
        return server.DisposeAsync();
    }

    // It is never started: mapper and options are the server's own, and its database is never asked for.
    private static WebApplication BuildServer()
    {
        var builder = LayersApp.CreateBuilder("Host=localhost");
        builder.Configuration["Layers:PublicUrl"] = "https://layers.example";
        return builder.Build();
    }
}
