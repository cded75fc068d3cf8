namespace Layers.Application;
