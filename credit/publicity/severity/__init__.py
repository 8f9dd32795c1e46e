"""严重程度: 轻微, 一般 or 严重, as the deciding body says or as the dated table of classes proposes."""
