using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WhichFlush.Api.Tests.Operations.Fuzz;

/// <summary>A connection that sends bytes unchanged and reads answers.</summary>
internal sealed class RawConnection(int port) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private TcpClient? _client;
    private NetworkStream? _stream;
    private int _at;
    private int _end;

    /// <summary>Sends a request and reads its answer; <c>null</c> if the service closed the connection instead.</summary>
    /// <param name="request">The bytes.</param>
    /// <param name="last">True to close the sending side, so that the service does not wait for more.</param>
    public async Task<RawAnswer?> AskAsync(ReadOnlyMemory<byte> request, bool last)
    {
        if (_client is null)
        {
            _client = new TcpClient { NoDelay = true };
            await _client.ConnectAsync("127.0.0.1", port);
            _stream = _client.GetStream();
            (_at, _end) = (0, 0);
        }

        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await _stream!.WriteAsync(request, timeout.Token);
            if (last)
            {
                _client.Client.Shutdown(SocketShutdown.Send);
            }

            var answer = await ReadAnswer(timeout.Token);
            if (last || answer is null || answer.Closes)
            {
                Close();
            }

            return answer;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            Close();
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => Close();

    private async Task<RawAnswer?> ReadAnswer(CancellationToken cancellation)
    {
        if (await ReadLine(cancellation) is not { Length: > 12 } first)
        {
            return null;
        }

        int status = int.Parse(first.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLine(cancellation) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        using var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out string? length))
        {
            await Copy(body, int.Parse(length, CultureInfo.InvariantCulture), cancellation);
        }
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            int size;
            do
            {
                size = int.Parse(await ReadLine(cancellation) ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await Copy(body, size, cancellation);
                await ReadLine(cancellation);
            }
            while (size > 0);
        }

        return new RawAnswer(status, headers, Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
    }

    private async Task<string?> ReadLine(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (_at < _end || await Fill(cancellation))
        {
            char letter = (char)_buffer[_at++];
            if (letter == '\n')
            {
                return line.ToString();
            }

            if (letter != '\r')
            {
                line.Append(letter);
            }
        }

        return null;
    }

    private async Task Copy(MemoryStream body, int count, CancellationToken cancellation)
    {
        while (count > 0 && (_at < _end || await Fill(cancellation)))
        {
            int some = Math.Min(count, _end - _at);
            body.Write(_buffer, _at, some);
            _at += some;
            count -= some;
        }
    }

    private async Task<bool> Fill(CancellationToken cancellation)
    {
        _at = 0;
        _end = await _stream!.ReadAsync(_buffer, cancellation);
        return _end > 0;
    }

    private void Close()
    {
        if (_client is { Connected: true })
        {
            // A closed connection would keep its port for a while, and ports would run out.
            _client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        _client?.Dispose();
        _client = null;
    }
}

/// <summary>An answer.</summary>
internal sealed record RawAnswer(int Status, Dictionary<string, string> Headers, string Body)
{
    /// <summary>True if no other request may follow on the connection.</summary>
    public bool Closes => Headers.TryGetValue("Connection", out string? value) && value.Contains("close", StringComparison.OrdinalIgnoreCase);
}
