"""Extra points in entrance examinations for veterans and the children of martyrs and disabled soldiers: 民发〔2004〕192号.

Known from a secondary page. Provinces differ and Jiangsu's present rule was not found: information, with its points.
"""
