using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace WhichFlush.Api.Tests.Operations;

/// <summary>The service in this process with a real port and with settings of a test.</summary>
internal sealed class SocketService : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;

    public SocketService(params (string Key, string Value)[] settings)
    {
        _settings = settings;

        // Without a port, because the factory would set the port after the service has started to listen.
        UseKestrel();
        StartServer();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }

    /// <summary>Sends bytes over a new connection, and reads until the service closes it.</summary>
    public async Task<string> SendAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", ClientOptions.BaseAddress.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
