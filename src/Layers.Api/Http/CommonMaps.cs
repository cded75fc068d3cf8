using AutoMapper;
using Layers.Application.Content;

namespace Layers.Api.Http;

/// <summary>Stored media becomes what callers see.</summary>
public sealed class CommonMaps : Profile
{
    public CommonMaps() => CreateMap<StoredMedia, ShownMedia>().ConvertUsing<MediaAddresses>();
}
