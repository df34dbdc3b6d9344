using System.Net.Sockets;
using System.Text;

namespace WhichFlush.Api.Tests.Operations;

/// <summary>A batch whose request is sent chunk by chunk while the answer is read.</summary>
internal sealed class RunningBatch : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly MemoryStream _received = new();

    private RunningBatch(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    public static async Task<RunningBatch> Begin(Uri address, string mediaType)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);
        var batch = new RunningBatch(client);
        await batch._stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/flush/batch HTTP/1.1\r\nHost: x\r\nContent-Type: {mediaType}\r\nTransfer-Encoding: chunked\r\n\r\n"));
        return batch;
    }

    public async Task Send(byte[] piece)
    {
        if (piece.Length > 0)
        {
            await _stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8]);
        }
    }

    public async Task End() => await _stream.WriteAsync("0\r\n\r\n"u8.ToArray());

    /// <summary>Waits for the beginning of the answer.</summary>
    public async Task ReadSome()
    {
        while (!Encoding.ASCII.GetString(_received.ToArray()).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            Assert.True(await Receive());
        }
    }

    /// <summary>Reads and decodes the answer up to its last chunk; a missing last chunk is an error.</summary>
    public async Task<byte[]> ReadToEnd()
    {
        while (!_received.GetBuffer().AsSpan(0, (int)_received.Length).EndsWith("\r\n0\r\n\r\n"u8))
        {
            Assert.True(await Receive(), "The answer was cut.");
        }

        byte[] all = _received.ToArray();
        Assert.StartsWith("HTTP/1.1 200 ", Encoding.ASCII.GetString(all, 0, 13), StringComparison.Ordinal);
        List<byte> body = [];
        int at = all.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        while (true)
        {
            int line = all.AsSpan(at).IndexOf("\r\n"u8);
            int size = Convert.ToInt32(Encoding.ASCII.GetString(all, at, line), 16);
            if (size == 0)
            {
                return [.. body];
            }

            body.AddRange(all.AsSpan(at + line + 2, size));
            at += line + 2 + size + 2;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> Receive()
    {
        byte[] buffer = new byte[64 * 1024];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        int read = await _stream.ReadAsync(buffer, patience.Token);
        _received.Write(buffer, 0, read);
        return read > 0;
    }
}
