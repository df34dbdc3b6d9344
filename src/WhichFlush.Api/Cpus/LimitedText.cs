using System.Text;

namespace WhichFlush.Api.Cpus;

/// <summary>Reads a text body up to a limit.</summary>
internal static class LimitedText
{
    /// <summary>Maximum bytes of the body: 1 MiB, some 1,500 cores of <c>/proc/cpuinfo</c>.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads a body as UTF-8; other bytes become U+FFFD.</summary>
    /// <returns><c>null</c> if the body is larger than <see cref="MaxBytes"/>.</returns>
    public static async Task<string?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
