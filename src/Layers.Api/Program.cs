using Layers.Api.Composition;

return await LayersServer.Run(args);
