Console.WriteLine("layers");
