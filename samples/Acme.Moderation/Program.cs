using Acme.Moderation;
using Layers.Api.Composition;

return await LayersServer.Run(args, layers => layers.Add<AcmeModeration>());
